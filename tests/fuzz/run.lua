-- SPDX-License-Identifier: MIT
-- Fuzzes each tests/fuzz/NAME.c with clang's libFuzzer, sanitizers on, for so
-- many seconds; `make fuzz`. A finding is kept beside the corpus, and named.
--
--   lua5.4 tests/fuzz/run.lua [SECONDS]

local host = require "results.host"
local seeds = require "tests.fuzz.seeds"

local SECONDS = arg[1] or host.env("FUZZ_SECONDS", "60")
local FLAGS = "-m32 -std=gnu11 -g -O1 -fno-omit-frame-pointer "
  .. "-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all "
  .. "-Wall -Wextra -Werror -I."
-- libFuzzer is C++; of its 32-bit library there is no package with a .so.
local LIBRARIES = "-nostdlib++ -L/usr/lib32 -l:libstdc++.so.6"
local TIME_OUT, MEMORY, LENGTH = 5, 1024, 8192 -- seconds, MiB, bytes
local SHOWN = 40                        -- lines of a finding
local SKIP = 77

local root = host.build() .. "/fuzz"

local function build(name, path)
  local text = host.read(path)
  local sources = text:match("/%* sources: (.-) %*/"):gsub("[\n*]", " ")
  local program = ("%s/%s.fuzz"):format(root, name)
  host.must(("clang %s -o %s %s %s %s"):format(FLAGS, host.quote(program),
    path, sources, LIBRARIES))
  return program
end

local function fill(corpus, name)
  host.mkdir(corpus)
  for i, seed in ipairs(seeds[name]()) do
    host.write(("%s/seed-%d"):format(corpus, i), seed)
  end
end

-- The fuzzer's last line of counts, as it stands in its log.
local function summary(log)
  local count = log:match("Done (%d+) runs")
  local covered = log:match(".*cov: (%d+)")
  return ("%s inputs, %s edges"):format(count or "?", covered or "?")
end

local function fuzz(path)
  local name = host.stem(path)
  local corpus, log = ("%s/%s"):format(root, name), ("%s/%s.log"):format(root,
    name)
  local program = build(name, path)
  fill(corpus, name)
  local status = host.run(("%s -max_total_time=%d -timeout=%d "
    .. "-rss_limit_mb=%d -max_len=%d -artifact_prefix=%s/%s- %s >%s 2>&1")
    :format(program, SECONDS, TIME_OUT, MEMORY, LENGTH, root, name, corpus,
    log))
  local text = host.read(log)
  if status == 0 then
    print(("fuzz: %s: %s"):format(name, summary(text)))
    return true
  end
  host.run(("tail -n %d %s"):format(SHOWN, log))
  print(("fuzz: %s: status %d, see %s"):format(name, status, log))
  return false
end

if host.run("clang --version >/dev/null 2>&1") ~= 0 then
  print("clang is not installed")
  os.exit(SKIP)
end
io.stdout:setvbuf("line")
host.mkdir(root)
local sound = true
for _, path in ipairs(host.list("tests/fuzz/*.c")) do
  sound = fuzz(path) and sound
end
os.exit(sound)
