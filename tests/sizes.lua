-- SPDX-License-Identifier: MIT
-- How large a file, a folder and a README may be: for lint.lua. Tests are long
-- lists of cases, and a folder of theirs is a kind of tests: only their READMEs
-- count.

local host = require "results.host"

local M = {}

local FILE <const>, README <const> = 300, 200   -- lines
local FOLDER <const> = 25                       -- source files

local SOURCES <const> = { c = true, h = true, S = true, cc = true, lua = true,
  gp = true, mk = true, sh = true }
local FOLDERS <const> = "core nmm modules bench lua workloads results plots "
  .. "tests README.md Makefile"

local function is_source(path)
  return (SOURCES[path:match("%.(%w+)$")] or path == "Makefile") and
    not path:find("^tests/")
end

-- check: of these files, as paths.
function M.check_files(finding, files, lines_of)
  local count = {}
  for _, path in ipairs(files) do
    local is_readme = path:find("README%.md$")
    local most = is_readme and README or FILE
    if (is_readme or is_source(path)) and lines_of(path) > most then
      finding(path, most, "%d lines: at most %d", lines_of(path), most)
    end
    if is_source(path) then
      local folder = path:match("^(.*)/") or "."
      count[folder] = (count[folder] or 0) + 1
    end
  end
  for folder, n in pairs(count) do
    if n > FOLDER then
      finding(folder, 1, "%d source files: at most %d", n, FOLDER)
    end
  end
end

local function lines_of(path)
  return select(2, host.read(path):gsub("\n", ""))
end

function M.check(finding)
  local files = {}
  for path in host.output(("find %s -type f"):format(FOLDERS))
      :gmatch("[^\n]+") do
    files[#files + 1] = path
  end
  M.check_files(finding, files, lines_of)
end

return M
