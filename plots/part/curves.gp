# SPDX-License-Identifier: MIT
# One line per case against x, from a data file of curves. Needs common.gp.

set ylabel sprintf('%s per operation', unit)
plot for [i = 1:count] data index i - 1 using 1:2:3:4 with yerrorbars \
         linecolor rgb colour(i) pointtype shape(i) pointsize 1.1 \
         linewidth 1.5 dashtype dash(i) title columnheader(1), \
     for [i = 1:count] data index i - 1 using 1:2 with lines \
         linecolor rgb colour(i) linewidth 1.5 dashtype dash(i) notitle
