@echo off
rem Starts the program with a Python that fits its libraries: python\ beside this file, else the
rem machine's. Nothing of the user's own Python takes part (-I -S), nothing is written here (-B).
setlocal DisableDelayedExpansion
set "LT_HERE=%~dp0"
call :try "%LT_HERE%python\python.exe" && goto found
for %%V in (3.11 3.12 3.13 3.14) do call :try py -%%V && goto found
call :try python && goto found

rem Only from here on the lines hold letters that are not ASCII.
chcp 65001 >nul
echo Không tìm thấy Python dùng được: chương trình trong thư mục này chạy với>&2
dir /b "%LT_HERE%lib" >&2
echo (hệ điều hành, bộ xử lý, cp311 là Python 3.11). Cài đúng Python ấy vào máy, hoặc chép một bản Python>&2
echo vào thư mục "%LT_HERE%python". Cách làm ở tệp cai-dat.md.>&2
echo No Python that fits what is listed above: see cai-dat.md.>&2
exit /b 2

:try
set LT_PYTHON=%*
%LT_PYTHON% -I -S -B "%LT_HERE%start.py" fits >nul 2>nul
exit /b %ERRORLEVEL%

:found
%LT_PYTHON% -I -S -B "%LT_HERE%start.py" run %*
exit /b %ERRORLEVEL%
