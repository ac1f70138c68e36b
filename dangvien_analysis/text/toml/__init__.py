"""One reader of TOML, its errors in Vietnamese."""
