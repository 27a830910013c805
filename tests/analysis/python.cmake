# SPDX-License-Identifier: Apache-2.0
# The Python tests of analysis/, run by the first python that has what they need. Without one they
# are seen as skipped, never silently absent; so are those that print SKIPPED, for want of a browser,
# statsmodels or pip.
foreach(candidate /usr/bin/python3 python3 python)
  execute_process(COMMAND ${candidate} -c "import h5py, numpy, scipy, pandas, matplotlib"
                  RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  if(NOT failed)
    set(IMCBENCH_ANALYSIS_PYTHON ${candidate})
    break()
  endif()
endforeach()

# Prints the C++ statistics of made-up inputs for parity_test.py.
add_executable(statistics_dump ${CMAKE_CURRENT_LIST_DIR}/statistics_dump.cpp)
target_link_libraries(statistics_dump PRIVATE imcbench_lib)

foreach(name browser example frames install parity reference report settings statistics statsmodels
        studies)
  if(IMCBENCH_ANALYSIS_PYTHON)
    add_test(NAME analysis/${name}_test.py
             COMMAND ${IMCBENCH_ANALYSIS_PYTHON} -W error::UserWarning -B
                     ${CMAKE_CURRENT_LIST_DIR}/${name}_test.py)
    set_tests_properties(analysis/${name}_test.py PROPERTIES TIMEOUT 900 ENVIRONMENT
      "IMCBENCH_STATISTICS_DUMP=$<TARGET_FILE:statistics_dump>;PYTHONPATH=${CMAKE_SOURCE_DIR}/analysis")
  else()
    add_test(NAME analysis/${name}_test.py COMMAND ${CMAKE_COMMAND} -E echo
             "SKIPPED: no python with h5py, numpy, scipy, pandas and matplotlib")
  endif()
  set_tests_properties(analysis/${name}_test.py PROPERTIES SKIP_REGULAR_EXPRESSION "^SKIPPED")
endforeach()
