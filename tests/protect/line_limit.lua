-- SPDX-License-Identifier: MIT
-- An owner of a line that never returns from its handler is killed by the time
-- limit; the script that it has interrupted goes on, and the others hear each
-- tick, whichever it was.
-- machines: qemu-icount bochs
-- expect: fail
-- options: limit=1
-- second: 4000000
-- modules: bell
-- output: module 'bell' died: time limit at bell
-- output: all places
-- output: time limit of 1 s exceeded

local bells = require "bells"

local idle <const> = bells.load()

bells.heed(idle)
bells.ring_all()
for i = 1, bells.COUNT_OF_OWNERS do
  local deaths <const> = deimos.machine().deaths
  bells.of(i).face.mode(bells.STAY_FOREVER)
  while deimos.machine().deaths == deaths do end
  bells.silence(i, true)
  bells.all_hear(i .. " stayed", idle.face.spin)
  bells.ring(i)
  bells.all_hear(i .. " is there again", idle.face.spin)
end
print("all places")
