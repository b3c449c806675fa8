#!/usr/bin/env python3
"""Opens reports of `signpost kpi report` in Chromium: of Norfolk, of Norfolk with a plan that fails, of South East Coast with contradictory and revised months, of a
contract whose names are hostile, and of one in two collections; what is looked at there stands in kpi.mjs.

usage: kpi.py PROGRAM"""
import sys

from browser import look
from hostile import write_hostile_figures
from sandbox import Sandbox

IUC = {"A01": 20000, "A03": 19000, "B01": 15000, "B02": 700, "B04": 300, "B05": 200, "B06": 900000, "C01": 15000, "D01": 8000, "D10": 2000,
       "D13": 4000, "D14": 2500}


def integrated(path):
    """Two years of a later collection, with figures that nobody published."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("REPORTING_PERIOD,ORG_CODE,ORG_NAME,CONTRACT_CODE,CONTRACT_NAME,ITEM_NUMBER,VALUE,REGION_CODE,REGION_NAME\n")
        for i in range(24):
            month = ["APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "JAN", "FEB", "MAR"][i % 12]
            year = 2021 + (i + 3) // 12
            for item, value in IUC.items():
                file.write(f'IUCADC-MONTHLY-{month}-{year},ZZ901,An example,111AB9,Norfolk,{item},"{value + i * (value // 90):,}",Y61,East\n')


def write_reports(program, folder):
    with Sandbox(program) as sandbox:
        def run(command):
            _, errors, status = sandbox.run(command)
            if status:
                sys.exit(f"$ {command}\nexit {status}: {errors}")

        sample = "--contracts dos/contracts/sample.yaml"
        run("signpost kpi import kpi/mds-2015-16.csv kpi/mds-2015-16-england.csv --figures f.db --published 2016-05-13")
        run(f"signpost kpi report --figures f.db {sample} --contract 111AB9 --arrivals examples/kpi/saturday.csv --shrinkage 30 "
            f"--output {folder}/norfolk.html")
        run("sed 's/month: 2016-03, value: 57.8/month: 2015-12, value: 81.2/' dos/contracts/sample.yaml > late.yaml; "
            f"signpost kpi report --figures f.db --contracts late.yaml --contract 111AB9 --output {folder}/late.html")
        run("sed '/Apr-15,111AE4/s/,95740,/,94740,/' kpi/mds-2015-16.csv "
            "| grep -v Oct-15,111AE4 > later.csv; cp f.db g.db; "
            "signpost kpi import later.csv --figures g.db --published 2016-11-11")
        run(f"signpost kpi report --figures g.db {sample} --contract 111AE4 --output {folder}/south.html")
        integrated(f"{sandbox.folder}/iuc.csv")
        run("signpost kpi import iuc.csv --figures f.db --published 2023-06-08")
        run(f"signpost kpi report --figures f.db {sample} --contract 111AB9 --output {folder}/two.html")
        write_hostile_figures(sandbox.folder)
        run(f"signpost kpi import hostile/*.csv --figures h.db --published 2016-05-13; signpost kpi report --figures h.db --contracts "
            f"hostile/contracts.yaml --contract 111AB9 --output {folder}/hostile.html")


if __name__ == "__main__":
    look("kpi.mjs", lambda folder: write_reports(sys.argv[1], folder))
