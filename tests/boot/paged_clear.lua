-- SPDX-License-Identifier: MIT
-- A page that nobody has touched is zero, all of it, whatever its frame held:
-- all free frames are soiled first, and each page after it was looked at.
-- expect: pass

local model = require "model"

local it, subject = model.load("paged"), deimos.load("bench_pagefault")
it:adopt(deimos.bind(subject, "memory", it.module, "memory"))
it:adopt(deimos.bind(subject, "control", it.module, "paged"))
it:adopt(deimos.bind(subject, "pages", it.module, "pages"))
for _, case in ipairs{ "pool", "zero" } do
  local row = deimos.experiment{ experiment = "fault", case = case,
    module = subject, interface = case, warmup = 0, samples = 60 }
  assert(row.verified, case)
end
it:unbind()
subject:unload()
it:unload()
