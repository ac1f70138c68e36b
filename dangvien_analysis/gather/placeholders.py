"""How a notebook keeps the place of a chart that is put in afterwards."""

FOLDER = "DANGVIEN_PICTURES"
"""Name of the environment variable for a notebook whose pictures are put in afterwards: the
folder they are written to."""
SHARE = "DANGVIEN_PICTURES_SHARE"
"""Name of the one with the charts that the notebook's own process writes there, by name, joined
by commas: it has time left while the others are drawn elsewhere."""
PLACE = "application/vnd.dangvien.chart"
"""Kind of the output that keeps a chart's place; it holds the chart's name."""
