"""Where the links of messages lead: the folder's door, the one click that stops mails, the script that shows pushes."""
