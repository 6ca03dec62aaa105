-- SPDX-License-Identifier: MIT
-- qemu-kvm either runs the probe's real operations and a workload, or says
-- why it cannot, within its time limit.

local host = require "results.host"
local job = require "results.boot.job"

local SKIP = 77

local verdict, detail = job.start { machine = "qemu-kvm", workload = "smoke",
  dir = host.build() .. "/run/test-kvm", limit = 60 }
print(detail)
if verdict == "skip" then os.exit(SKIP) end
assert(verdict == "pass", detail)
