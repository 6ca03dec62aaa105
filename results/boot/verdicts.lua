-- SPDX-License-Identifier: MIT
-- How a run can end: the one table of verdicts. `code` is what the guest says
-- as its last line; QEMU's status is 2 * code + 1. `status` is what each
-- script of this folder exits with. core/api/exit_code.h says the same codes in
-- C; tests/host/verdict.lua compares.

local M = {}

M.list = {
  { name = "pass", code = 0x10, status = 0, text = "passed" },
  { name = "host", status = 1, text = "the host failed" },
  { name = "fail", code = 0x11, status = 35, text = "failed workload" },
  { name = "panic", code = 0x12, status = 37, text = "panic" },
  { name = "badscript", code = 0x13, status = 39,
    text = "bad script or option" },
  { name = "unsound", status = 65, text = "unsound results" },
  { name = "dead", status = 70, text = "dead emulator" },
  { name = "skip", code = 0x26, status = 77, text = "skipped" },
  { name = "timeout", status = 124, text = "time-out" },
}

local SIGNAL = 128                      -- a script that signal n ended: + n

M.status, M.text = {}, {}               -- by name
M.by_code = {}                          -- names
local by_status = {}
for _, verdict in ipairs(M.list) do
  M.status[verdict.name] = verdict.status
  M.text[verdict.name] = verdict.text
  by_status[verdict.status] = verdict.text
  if verdict.code then M.by_code[verdict.code] = verdict.name end
end

-- describe: a verdict and its number, and a remark if there is one.
function M.describe(name, detail)
  return ("%s (status %d)%s"):format(M.text[name], M.status[name],
    (detail or "") ~= "" and ": " .. detail or "")
end

-- explain: a script's exit status in words.
function M.explain(status)
  local text = by_status[status] or status and status > SIGNAL
    and ("ended by signal %d"):format(status - SIGNAL) or "no verdict"
  return ("%s (status %s)"):format(text, status or "unknown")
end

return M
