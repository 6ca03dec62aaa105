-- SPDX-License-Identifier: MIT
-- Passes, without a record.
print("pass: here")
