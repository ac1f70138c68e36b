"""Where the command begins and ends: whatever ends it early is one message."""

import _thread
import gc
import os
import signal
import sys
import time
from importlib import import_module
from types import FrameType
from typing import Any, NoReturn

_COMMAND = "dangvien_analysis.cli.commands"
_FAILED = 2
"""As in `cli.shared`, which is not loaded yet."""
_STOPPED = "Đã dừng theo yêu cầu."
_SHORTLY = 0.005
"""Time until a lost Ctrl-C is repeated [seconds]."""
_COLLECTED = 200_000
"""New objects after which the garbage collector looks at them: loading pandas makes fewer, and
looking at them takes a tenth of its time."""


def main() -> NoReturn:
    """Run the command ``dangvien``; what goes wrong is one message, and never a traceback.

    Raises SystemExit with the exit code: 2 when nothing could be done, what was asked for was
    stopped, or its output could not be written.
    """
    gc.set_threshold(_COLLECTED, 10, 10)
    interrupt = _Interrupt()
    code: Any = _FAILED
    try:
        interrupt.watch()
        code = _run()
    except SystemExit as error:
        code = error.code
    except OSError as error:
        _tell(error)
    except BaseException as error:
        # Libraries in the middle of being loaded turn an interruption into errors of their own.
        if not interrupt.came and not isinstance(error, KeyboardInterrupt):
            raise
        interrupt.ignore()
        _say(_STOPPED)
    interrupt.ignore()
    code = _flushed(code)
    gc.freeze()  # the process ends: what is left need not be looked at one by one
    sys.exit(code)


class _Interrupt:
    """Ctrl-C: raised as ever, but remembered, and repeated where Python would lose it."""

    def __init__(self) -> None:
        self.came = False

    def watch(self) -> None:
        signal.signal(signal.SIGINT, self._raise)
        sys.unraisablehook = self._unraisable

    def ignore(self) -> None:
        """Have nothing interrupt the last steps."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _raise(self, _number: int, _frame: FrameType | None) -> None:
        self.came = True
        raise KeyboardInterrupt

    def _unraisable(self, what: "sys.UnraisableHookArgs") -> None:
        """Python prints what is raised where nothing can be, such as in a lock's last moment."""
        if isinstance(what.exc_value, OSError):
            return  # an object that goes tries once more what was told already
        if isinstance(what.exc_value, KeyboardInterrupt):
            _thread.start_new_thread(_repeat, ())
        else:
            sys.__unraisablehook__(what)


def _repeat() -> None:
    time.sleep(_SHORTLY)
    _thread.interrupt_main()


def _run() -> Any:
    """Open what is closed, refuse what cannot be worked with, and run the command."""
    _speak_utf8()
    _leave_folder_out()
    if sys.stdin is None:
        _stand_in()
    closed = sys.stdout is None
    if sys.stderr is None:
        sys.stderr = os.fdopen(_stand_in(), "w")
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may still have an old code page; a letter it lacks must not stop us.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    refusal = "đầu ra chuẩn đang đóng, không có chỗ in kết quả." if closed else _unreadable()
    if refusal:
        _say(f"Không thực hiện được: {refusal}")
        return _FAILED
    # By its name, as an installed command is: its loading is guarded too.
    return import_module(_COMMAND).run()


def _speak_utf8() -> None:
    """Begin again where arguments and names of files were read in another encoding."""
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def _leave_folder_out() -> None:
    """Import nothing of the working folder, which ``python -m`` puts first."""
    from pathlib import Path

    if not sys.flags.safe_path and sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]


def _stand_in() -> int:
    """Fill the place of a closed stream: the next file opened would take it."""
    place = os.open(os.devnull, os.O_RDWR)
    os.set_inheritable(place, True)
    return place


def _unreadable() -> str:
    """Say which argument is no text: its name could not be written anywhere."""
    for argument in sys.argv[1:]:
        shown = argument.encode("utf-8", "replace").decode()
        if shown != argument:
            return f"tham số “{shown}” không phải là chữ UTF-8."
    return ""


def _tell(error: OSError) -> None:
    """Say what a file or stream would not do; nothing to a reader who has had enough."""
    if not isinstance(error, BrokenPipeError):
        from dangvien_analysis.errors import system_words

        what = system_words(error)
        _say(f"Không thực hiện được: {error.filename or 'không ghi được kết quả'}: {what}.")


def _say(message: str) -> None:
    try:
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()
    except OSError:  # nobody listens
        _give_up(sys.stderr)


def _flushed(code: Any) -> Any:
    """Write what is not written yet; Python's own attempt at its end would print a traceback."""
    for stream in (sys.__stdout__, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError as error:
            _give_up(stream)
            if code != _FAILED:
                _tell(error)
            code = _FAILED
    return code


def _give_up(stream: Any) -> None:
    """Let a stream that cannot be written lead nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
