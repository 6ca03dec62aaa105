# SPDX-License-Identifier: MIT
# Question: What do user programs pay for virtual memory? (Appel and Li)
height = 180 + 20 * count
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
set logscale x 10
set format x human
set xrange [10 ** floor(log10(bottom)):10 ** ceil(log10(top) + 0.2)]
set xlabel sprintf("%s per operation  (1: pages in random order;\n" . \
    'appel2: per 100 pages)', unit)
plot data using 3:1:4:5:ytic(2) with xerrorbars linecolor rgb blue \
         linewidth 2 pointtype 7 pointsize 1 title 'repeated', \
     data using 7:1 with points linecolor rgb orange linewidth 1.5 \
         pointtype 6 pointsize 1.3 title 'cold', \
     data using 3:1:(sprintf('  %d', $3)) with labels left offset 1, 0 \
         font 'DejaVu Sans,10' textcolor rgb blue notitle
