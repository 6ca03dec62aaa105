-- SPDX-License-Identifier: MIT
-- Fails: an error that nobody catches.
error("fail: as told")
