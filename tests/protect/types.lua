-- SPDX-License-Identifier: MIT
-- An application, such as a script's interpreter, cannot bind to what takes
-- the machine over: vectors, interrupts, instructions, call gates.
-- machines: qemu-icount bochs
-- expect: pass

for _, name in ipairs{ "vector", "interrupt", "cpu", "gate" } do
  local before = deimos.digest()
  local wrapper = deimos.find(name)
  local ok, message = pcall(wrapper.open, wrapper, name)
  assert(not ok and message:find("is an application", 1, true), message)
  assert(deimos.digest() == before)
end
for _, name in ipairs{ "console", "port", "nmm", "vga" } do
  local wrapper = deimos.find(name)
  deimos.close(wrapper:open(name))
end
print("types: an application is no system module")
