-- SPDX-License-Identifier: MIT
-- One host unit test in C: built for i386 with sanitizers, and run. Its
-- first comment `sources: ...` names the files that it tests; one `flags: ...`
-- adds flags for the compiler, such as -m64.
--
--   lua5.4 tests/unit.lua tests/host/NAME.c

local host = require "results.host"

local FLAGS = "-m32 -std=gnu11 -g -O1 -fno-omit-frame-pointer "
  .. "-fsanitize=address,undefined -fno-sanitize-recover=all "
  .. "-Wall -Wextra -Werror -I. -Itests/host"

local path = arg[1]
local text = assert(host.read(path), path)
local sources = (text:match("/%* sources: (.-) %*/") or "")
  :gsub("\n%s*%*", " ")
local flags = text:match("/%* flags: ([^\n]-) %*/") or ""
if sources == "" then
  host.fail(1, "%s: no comment `/* sources: ... */`", path)
end
local program = ("%s/test/%s"):format(host.build(), host.stem(path))
host.mkdir(host.build() .. "/test")
if host.run(("gcc %s %s -o %s %s %s"):format(FLAGS, flags, program,
    path, sources)) ~= 0 then
  host.fail(1, "it does not build")
end
os.exit(host.run(program))
