# SPDX-License-Identifier: MIT
# One horizontal line per case, from a data file of bars. Needs common.gp.
# Leaves the range of p50, p99 and cold in `bottom` and `top`.

stats data using 3 name 'p50' nooutput
stats data using 4 name 'min' nooutput
stats data using 5 name 'p99' nooutput
stats data using 7 name 'cold' nooutput
top = p99_max > p50_max ? p99_max : p50_max
bottom = min_min > 1 ? min_min : 1

set yrange [count + 0.6:0.4]
set ytics () scale 0
unset grid
set grid xtics linecolor rgb '#e4e4e4' linewidth 1 linetype 1
set xlabel sprintf('%s per operation', unit)
