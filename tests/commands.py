"""The command as tests call it, in this process: no traceback, and lines to look at."""

from click.testing import CliRunner, Result

from dangvien_analysis.cli.commands import dangvien
from dangvien_analysis.cli.shared import FAILED


def call(*arguments: str) -> Result:
    """Run the command."""
    result = CliRunner().invoke(dangvien, arguments)
    assert "Traceback" not in result.output
    return result


def done(*arguments: str) -> list[str]:
    """Run a command that does its work, findings or not; its lines."""
    result = call(*arguments)
    assert result.exit_code in (0, 1), result.output
    return result.stdout.splitlines()


def refused(*arguments: str) -> str:
    """Run a command that cannot do its work; its message."""
    result = call(*arguments)
    assert result.exit_code == FAILED
    return result.stderr
