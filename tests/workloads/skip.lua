-- SPDX-License-Identifier: MIT
-- Says that it cannot run here, and why.
deimos.exit("skip", "skip: as told")
