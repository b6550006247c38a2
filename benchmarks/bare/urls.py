"""One view: a known user, one row, one commit."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

TABLE = "benchmark_row"
MADE_BY_OWNER = f"""
    CREATE TABLE IF NOT EXISTS {TABLE}
        (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), at timestamptz DEFAULT now(), kind text)
"""
INSERT = f"INSERT INTO {TABLE} (kind) VALUES (%s)"  # noqa: S608 - both parts are ours


@login_required
def insert(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [request.POST["kind"]])
    return HttpResponse(status=204)


urlpatterns = [path("", insert)]
