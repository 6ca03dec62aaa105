-- SPDX-License-Identifier: MIT
-- The workload of a guest in which a test is recorded (recorder.lua).

require "recorder" "recorded_test"
