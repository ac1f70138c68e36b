"""Vietnamese text: letters, numbers and dates as they are typed and as they are shown."""
