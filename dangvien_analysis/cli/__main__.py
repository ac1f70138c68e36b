"""``python -m dangvien_analysis.cli``: the command ``dangvien``."""

from dangvien_analysis.cli.start import main

if __name__ == "__main__":
    main()
