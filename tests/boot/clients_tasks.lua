-- SPDX-License-Identifier: MIT
-- One client program runs under every model unchanged; threads: tasks.
-- machines: qemu-icount bochs
-- output: hello from client 7

require("clients")("tasks")
