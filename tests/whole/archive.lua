-- SPDX-License-Identifier: MIT
-- A boot archive that is missing or damaged: the core says what is wrong,
-- and refuses to start (status 37).

local host = require "results.host"
local job = require "results.boot.job"

local DIR = host.fresh(host.build() .. "/run/archive")
local sound = host.read(host.build() .. "/archive.tar")
local BLOCK = 512

local function swap(text, at, with)
  return text:sub(1, at) .. with .. text:sub(at + #with + 1)
end

local CASES = {
  empty = "",
  zeros = ("\0"):rep(4 * BLOCK),
  noise = ("DEIMOS"):rep(1000),
  cut = sound:sub(1, 5 * BLOCK + 100),
  ["a header's checksum"] = swap(sound, 20, "X"),
  ["a size beyond the end"] = swap(sound, 124, "77777777777"),
}

local failures = 0
for name, text in pairs(CASES) do
  local path = DIR .. "/damaged.tar"
  host.write(path, text)
  local verdict = job.start { machine = "qemu-icount", workload = "smoke",
    archive = path, dir = DIR .. "/run", limit = 20 }
  local console = host.read(DIR .. "/run/console.log")
  print(name .. ": " .. (console:match("[^\n]*archive[^\n]*") or console))
  if verdict ~= "panic" or not console:find("archive") then
    failures = failures + 1
    print("  expected a panic that names the archive, got " .. verdict)
  end
end
if failures > 0 then
  print(failures .. " damaged archives without a clear end")
  os.exit(1)
end
