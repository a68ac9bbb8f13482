"""Static files as they are collected: by their own names, and by names that say what is in them, as pages ask."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Compresses the files that pages ask for, once each: nobody waits at a first start for twice as many."""

    def compress_files(self, paths):
        asked_for = set(self.hashed_files.values())
        return super().compress_files(path for path in paths if path in asked_for)
