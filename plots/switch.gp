# SPDX-License-Identifier: MIT
# Question: What does it cost to go from one client to another?
height = 420
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/bars.gp'
