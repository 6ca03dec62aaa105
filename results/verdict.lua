-- SPDX-License-Identifier: MIT
-- A script's exit status in words:
--
--   lua5.4 results/verdict.lua STATUS

print(require("results.boot.verdicts").explain(tonumber((...))))
