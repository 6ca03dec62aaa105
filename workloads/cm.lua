-- SPDX-License-Identifier: MIT
-- What does it cost to unload the configuration manager itself? It happens
-- once: after this, nothing can be loaded, bound or unloaded any more.

deimos.begin()

local row = deimos.experiment{
  experiment = "cm", case = "unload", module = "bench_cm", samples = 0,
}
if row then
  print(("cm       unload        once    %7d"):format(row.cold))
end
