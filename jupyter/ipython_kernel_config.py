"""Kernels of this environment: what a library's C++ says stays in the terminal, out of the lesson."""

c = get_config()  # noqa: F821  (IPython provides it)
c.IPKernelApp.capture_fd_output = False
c.IPKernelApp.log_level = "ERROR"
