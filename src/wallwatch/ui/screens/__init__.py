"""What fills the terminal, or stands over it and asks for an answer. A screen composes; its widgets behave."""
