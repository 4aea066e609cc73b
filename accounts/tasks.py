"""What is forgotten every night: dead sessions, and failures at the log-in that no lock needs any more."""

from datetime import timedelta

from axes.models import AccessAttempt
from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

KEPT = timedelta(days=1)


@shared_task
def forget_sessions() -> None:
    """Rows whose time is over are gone; running it twice changes nothing."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - KEPT).delete()
