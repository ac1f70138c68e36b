"""What each row of a table is: a unit, a total, a sum or a part of others, words."""
