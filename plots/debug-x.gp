# SPDX-License-Identifier: MIT
# Question: What does a client's run cost, with that many single steps?
height = 460
load 'plots/part/common.gp'
# No step stands left of one.
set logscale xy
set xtics ('0' 0.3, '1' 1, '10' 10, '100' 100)
at(x) = x == 0 ? 0.3 : x
set xrange [0.25:x_max > 120 ? 1.3 * x_max : 120]
set yrange [y_min < 100 ? y_min : 100:*]
set format y human
set xlabel 'steps in the run'
set ylabel sprintf('%s per run', unit)
plot for [i = 1:count] data index i - 1 using (at($1)):2 with lines \
         linecolor rgb colour(i) linewidth 1.5 dashtype dash(i) notitle, \
     for [i = 1:count] data index i - 1 using (at($1)):2:3:4 with yerrorbars \
         linecolor rgb colour(i) pointtype shape(i) pointsize 1.3 \
         linewidth 1.5 title columnheader(1)
