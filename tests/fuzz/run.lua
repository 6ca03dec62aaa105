-- SPDX-License-Identifier: MIT
-- Fuzzes each tests/fuzz/NAME.c with clang's libFuzzer, sanitizers on, for so
-- many seconds; `make fuzz`. A finding is kept beside the corpus, and named.
--
--   lua5.4 tests/fuzz/run.lua [SECONDS]

local host = require "results.host"
local i386 = require "tests.i386"
local seeds = require "tests.fuzz.seeds"

local SECONDS = arg[1] or host.env("FUZZ_SECONDS", "60")
local FLAGS = "-m32 -std=gnu11 -g -O1 -fno-omit-frame-pointer "
  .. "-fsanitize=fuzzer," .. i386.sanitizers .. " -fno-sanitize-recover=all "
  .. "-Wall -Wextra -Werror -I. -I" .. host.build()
-- libFuzzer is C++; of its 32-bit library there is no package with a .so.
local LIBRARIES = "-nostdlib++ -L/usr/lib32 -l:libstdc++.so.6"
-- The fuzzer counts an input's seconds by the wall: many, for a busy host.
local TIME_OUT, MEMORY, LENGTH = 60, 1024, 8192 -- seconds, MiB, bytes
local SHOWN = 40                        -- lines of a finding
local JOBS = math.tointeger(tonumber(host.output("nproc"))) or 1
local SKIP = 77

local root = host.build() .. "/fuzz"

-- Of others, as they were released: compiled once. Shell words.
local function objects(name, sources, flags)
  if not sources then return "" end
  sources = sources:gsub("\n%s*%*", " ")
  local dir = ("%s/%s.objects"):format(root, name)
  if not host.exists(dir .. "/done") then
    host.fresh(dir)
    host.must(("for f in %s; do echo $f; done | xargs -P %d -I{} sh -c "
      .. "'clang %s %s -c -o %s/$(basename {} .c).o {}'")
      :format(sources, JOBS, FLAGS, flags, dir))
    host.write(dir .. "/done", "")
  end
  return dir .. "/*.o"
end

local function build(name, path)
  local text = host.read(path)
  local sources = text:match("/%* sources:%s*(.-)%s*%*/"):gsub("\n%s*%*", " ")
  local flags = text:match("/%* flags: ([^\n]-) %*/") or ""
  local program = ("%s/%s.fuzz"):format(root, name)
  host.must(("clang %s %s -o %s %s %s %s"):format(FLAGS, flags,
    host.quote(program), path, sources .. " "
    .. objects(name, text:match("/%* once: (.-) %*/"), flags), LIBRARIES))
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

local function file(name, what)
  return ("%s/%s.%s"):format(root, name, what)
end

-- A shell command that fuzzes one target, and leaves its status.
local function command(name, program)
  local corpus = ("%s/%s"):format(root, name)
  fill(corpus, name)
  os.remove(file(name, "status"))
  return ("%s -max_total_time=%d -timeout=%d -rss_limit_mb=%d -max_len=%d "
    .. "-artifact_prefix=%s/%s- %s >%s 2>&1; echo $? >%s\n"):format(
    i386.prefix .. program, SECONDS, TIME_OUT, MEMORY, LENGTH, root, name,
    corpus, file(name, "log"), file(name, "status"))
end

local function report(name)
  local log = file(name, "log")
  local status = math.tointeger(tonumber(host.read(file(name, "status"))))
  if status == 0 then
    print(("fuzz: %s: %s"):format(name, summary(host.read(log))))
    return true
  end
  host.run(("tail -n %d %s"):format(SHOWN, log))
  print(("fuzz: %s: status %s, see %s"):format(name, status, log))
  return false
end

if host.run("clang --version >/dev/null 2>&1") ~= 0 then
  print("clang is not installed")
  os.exit(SKIP)
end
io.stdout:setvbuf("line")
host.mkdir(root)
local names, commands = {}, {}
for i, path in ipairs(host.list("tests/fuzz/*.c")) do
  names[i] = host.stem(path)
  commands[i] = command(names[i], build(names[i], path))
end
local list = root .. "/commands"
host.write(list, table.concat(commands))
host.must(("tr '\\n' '\\0' <%s | xargs -0 -P %d -I{} sh -c '{}'"):format(list,
  JOBS))
local sound = true
for _, name in ipairs(names) do sound = report(name) and sound end
os.exit(sound)
