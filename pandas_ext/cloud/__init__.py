"""Files of point clouds."""
