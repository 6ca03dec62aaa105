-- SPDX-License-Identifier: MIT
-- The names of the machines, in one line: for make, and for what the guest is
-- told by `machine=`.

print(table.concat(require("results.boot.machines").names, " "))
