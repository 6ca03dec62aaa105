-- SPDX-License-Identifier: MIT
-- A client that does what a test of `debug` says: client_debugged.

local M = {}

-- As in tests/modules/client_debugged/acts.S, and behind them client.c.
for i, name in ipairs { "series", "across", "string", "all", "flags", "divide",
    "loop", "leave", "straight", "spin", "far", "prefixed",
    "small", "loadss", "word", "ending", "pops", "returns", "software", "copy",
    "through", "print", "nulls" } do
  M[name] = i
end
M.AREA, M.TELL, M.PAGE = 0, 0x100, 4096

-- Of a log, an entry a line: the kind, the offset in the area (a page's alone
-- where `page` says so), and that of the instruction in the act.
function M.text(entries, area, act, page)
  local lines = {}
  for _, e in ipairs(entries) do
    local offset = e.address - area
    lines[#lines + 1] = ("%s %d %d"):format(e.kind,
      page and offset // M.PAGE or offset, e.eip - act)
  end
  return table.concat(lines, ", ")
end

function M.expect(what, got, wanted)
  if got ~= wanted then
    error(("%s:\n  got    %s\n  wanted %s"):format(what, got, wanted), 2)
  end
end

return M
