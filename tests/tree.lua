-- SPDX-License-Identifier: MIT
-- What a copy of the tree leaves out: the results of runs, which lie beside
-- the rooms of results/ (.gitignore has the same list).

return { NO_RESULTS = "--exclude='./results/*/[0-9.]*' "
  .. "--exclude='./results/*/latest' --exclude='./results/*/graph-*'" }
