-- SPDX-License-Identifier: MIT
-- One host unit test in C: built for i386 with sanitizers, and run. Its
-- first comment `sources: ...` names the files that it tests: a folder stands
-- for all its sources, and !FILE leaves one out; one `flags: ...` adds flags
-- for the compiler, such as -m64.
--
--   lua5.4 tests/unit.lua tests/host/NAME.c

local host = require "results.host"
local i386 = require "tests.i386"

local FLAGS = "-m32 -std=gnu11 -g -O1 -fno-omit-frame-pointer "
  .. "-fsanitize=" .. i386.sanitizers .. " -fno-sanitize-recover=all "
  .. "-Wall -Wextra -Werror -I. -Imodules/api -Imodules/lib -Itests/host "
  .. "-I%s -I%s/obj "
  .. "-Wl,-z,noexecstack"
FLAGS = FLAGS:format(host.build(), host.build())

local path = arg[1]
local text = assert(host.read(path), path)
local sources = (text:match("/%* sources: (.-) %*/") or "")
  :gsub("\n%s*%*", " ")
-- The files that the words name.
local function expand(words)
  local left_out, found = {}, {}
  for name in words:gmatch("!(%S+)") do left_out[name] = true end
  for word in words:gmatch("%S+") do
    local names = not word:find("%.")
      and host.output(("find %s -name '*.[cS]'"):format(word))
    for name in (names or word):gmatch("%S+") do
      if not left_out[name] and name:sub(1, 1) ~= "!"
          and not name:find("/offsets%.c$") then
        found[#found + 1] = name
      end
    end
  end
  return table.concat(found, " ")
end

local flags = text:match("/%* flags: ([^\n]-) %*/") or ""
if sources == "" then
  host.fail(1, "%s: no comment `/* sources: ... */`", path)
end
-- One object a source and set of flags, compiled again if anything that it
-- was made of is newer: many tests link the same files.
local COMPILE <const> = [=[
set -e
dir=%s
mkdir -p "$dir"
objects=
trap 'rm -f "$o.$$" "$o.$$.d"' EXIT
for s in %s; do
  o=$dir/$(echo "$s" | tr / -).o
  made_of=$(sed 's/^[^:]*://; s/\\$//' "$o.d" 2>/dev/null) || made_of=
  if [ -z "$made_of" ] ||
      ! newer=$(find $made_of -newer "$o" 2>/dev/null) || [ "$newer" ]; then
    gcc %s -MMD -MF "$o.$$.d" -c -o "$o.$$" "$s"
    mv "$o.$$.d" "$o.d"
    mv "$o.$$" "$o"
  fi
  objects="$objects $o"
done
gcc %s -o %s $objects]=]

-- A folder for these flags.
local function folder(words)
  local sum = 0
  for i = 1, #words do sum = (sum * 31 + words:byte(i)) % 0xffffffff end
  return ("%s/objects/%08x"):format(host.build(), sum)
end

local is_64 = flags:find("-m64", 1, true)
local all = FLAGS .. " " .. (is_64 and "" or i386.flags) .. flags
local program = host.claim(("%s/unit/%s"):format(host.build(),
  host.stem(path)))
if host.run(COMPILE:format(folder(all), path .. " " .. expand(sources), all,
    all, program)) ~= 0 then
  host.fail(1, "it does not build")
end
os.exit(host.run((is_64 and "" or i386.prefix) .. program))
