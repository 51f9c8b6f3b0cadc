"""Which process runs which test: with `--dist=loadfile` the tests of one file, or of one of FOLDERS, run together.

So a fixture of a whole file is set up once, and not once in each process. The groups of pytest-xdist 3.8 would do the
same for a folder, but do nothing with pytest 9.2: they are a suffix of the test id, which pytest no longer reads there.
"""

import pytest

FOLDERS = ("tests/a11y/",)  # the fixture `pages` renders every state, which takes half a minute


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist there is one process
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadFileScheduling

    class Together(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return next((folder for folder in FOLDERS if file.startswith(folder)), file)

        def _assign_work_unit(self, node):
            """Hand out the folders first: what takes minutes must not begin when the other process is nearly done."""
            for folder in FOLDERS:
                if folder in self.workqueue:
                    self.workqueue.move_to_end(folder, last=False)
            super()._assign_work_unit(node)

    return Together(config, log) if config.getvalue("dist") == "loadfile" else None
