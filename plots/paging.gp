# SPDX-License-Identifier: MIT
# Question: Does switching paging on or off get dearer with more regions?
height = 520
load 'plots/part/common.gp'
# The axis is logarithmic, and zero regions stand left of one.
set logscale x 2
set xtics ('0' 0.5)
set for [e = 0:10] xtics add (sprintf('%d', 2 ** e) 2 ** e)
at(x) = x == 0 ? 0.5 : x
set xrange [0.4:x_max > 1300 ? 1.3 * x_max : 1300]
set logscale y
set yrange [y_min < 10 ? y_min : 10:*]
set xlabel 'regions'
set ylabel sprintf('%s per operation', unit)
plot for [i = 1:count] data index i - 1 using (at($1)):2:3:4 with yerrorbars \
         linecolor rgb colour(i) pointtype shape(i) pointsize 1.1 \
         linewidth 1.5 title columnheader(1), \
     for [i = 1:count] data index i - 1 using (at($1)):2 with lines \
         linecolor rgb colour(i) linewidth 1.5 notitle
