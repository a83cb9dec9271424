"""Result letters (结果通知书): one for each applicant, all sent at once, with what the judges' marks and words say."""
