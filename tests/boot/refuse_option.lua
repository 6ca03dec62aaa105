-- SPDX-License-Identifier: MIT
-- An unknown option is named, with those that are known.
-- expect: badscript
-- options: wrkload=call
-- output: option 'wrkload=call': unknown; known are .*workload

print("not reached")
