"""The split-screen page: a server on this machine alone, an engine in a process of its own, one bundle."""
