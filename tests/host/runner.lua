-- SPDX-License-Identifier: MIT
-- The runner of `make test` hides nothing: what fails, dies, says nothing or
-- has a header that is misspelt is a failure, and so is a run without a test.

local host = require "results.host"

local tree = host.scratch()
host.must(("mkdir -p %s/tests/host %s/tests/boot && cp tests/*.lua %s/tests "
  .. "&& cp -r results core %s"):format(tree, tree, tree, tree))

local TESTS <const> = {                 -- text, verdict, why
  ["host/sound"] = { "print('checked')", "ok" },
  ["host/absent"] = { "print('nobody has it') os.exit(77)", "skip",
    "nobody has it" },
  ["host/reads"] = { "print(io.read() or 'nothing') os.exit(77)", "skip",
    "nothing" },
  ["host/wrong"] = { "assert(false, 'as told')", "FAIL", "" },
  ["host/silent"] = { "", "FAIL", "without a word" },
  ["host/blank"] = { "print()", "FAIL", "without a word" },
  ["host/syntax"] = { "print(", "FAIL", "" },
  ["host/status"] = { "print('fine') os.exit(3)", "FAIL", "fine" },
  ["host/killed"] = { "print('fine') io.stdout:flush() "
    .. "os.execute('kill -9 $PPID')", "FAIL", "fine" },
  ["boot/key"] = { "-- macines: bochs\n", "FAIL", "no such key.*'macines'" },
  ["boot/expect"] = { "-- expect: passed\n", "FAIL", "no verdict 'passed'" },
  ["boot/machine"] = { "-- machines: bochs qemu\n", "FAIL",
    "no machine 'qemu'" },
  ["boot/none"] = { "-- machines:\n", "FAIL", "machines: none" },
  ["boot/limit"] = { "-- limit: 6O\n", "FAIL", "'6O' is no number" },
}
for name, test in pairs(TESTS) do
  host.write(("%s/tests/%s.lua"):format(tree, name), test[1])
end

local function run(pattern)
  local text = host.output(("cd %s && echo typed | env BUILD=build T=%s lua5.4 "
    .. "tests/run.lua 2>&1; echo $?"):format(tree, host.quote(pattern)))
  return tonumber(text:match("(%d+)$")), text
end

local status, text = run("")
local wrong = 0
for name, test in pairs(TESTS) do
  local verdict, why = text:match("\n?(%u?%l*%u*) +" .. name
    .. "[^\n]* %(%d+ s%)([^\n]*)")
  if verdict ~= test[2] or not why:find(test[3] or "^$") then
    wrong = wrong + 1
    print(("%s: expected '%s', got '%s'"):format(name, test[2],
      verdict or "nothing"))
  end
end
assert(wrong == 0 and status == 1, text)
assert(text:find("\n1 passed, 11 failed, 2 skipped\n", 1, true), text)

status, text = run("host/sound")
assert(status == 0 and text:find("1 passed, 0 failed, 0 skipped"), text)
status, text = run("host/absent")
assert(status == 0 and text:find("0 passed, 0 failed, 1 skipped"), text)
status, text = run("host/nobody")
assert(status == 1 and text:find("no test has 'host/nobody'", 1, true), text)
for _, pattern in ipairs{ "[", "%", "(", "host/[a" } do
  status, text = run(pattern)
  assert(status == 1 and text:find("is no Lua pattern", 1, true)
    and not text:find("traceback"), text)
end
print("runner: what is wrong is told")
