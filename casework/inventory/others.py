"""The same declarations for tables that come with packages: {model: (purpose, {class: names of fields})}."""

OTHERS: dict[str, tuple[str, dict[str, str]]] = {
    # Signing in
    "account.EmailAddress": ("accounts", {"contact": "email", "none": "verified primary"}),
    "account.EmailConfirmation": ("invitations", {"security": "key"}),
    "mfa.Authenticator": ("factors", {"security": "data", "none": "type"}),
    "sessions.Session": ("sessions", {"security": "session_key session_data"}),
    "auth.Permission": ("running", {"none": "name codename"}),
    "auth.Group": ("running", {"none": "name"}),
    # What editors do on the public site. Their names stand in rows of `accounts.User`; here are links to them.
    "wagtailusers.UserProfile": (
        "site",
        {
            "staff": "avatar current_time_zone preferred_language theme contrast density keyboard_shortcuts",
            "none": "submitted_notifications approved_notifications rejected_notifications "
            "updated_comments_notifications dismissibles",
        },
    ),
    "wagtailcore.APIToken": ("site", {"security": "key_hash prefix", "none": "name"}),
    "wagtailcore.PageLogEntry": ("site", {"staff": "label action data", "none": "content_changed deleted"}),
    "wagtailcore.ModelLogEntry": (
        "site",
        {"staff": "label action data", "none": "content_changed deleted object_id"},
    ),
    "wagtailcore.Revision": ("site", {"staff": "content object_str", "none": "object_id"}),
    "wagtailcore.Comment": ("site", {"staff": "text", "none": "contentpath position"}),
    "wagtailcore.CommentReply": ("site", {"staff": "text"}),
    "wagtailcore.TaskState": ("site", {"staff": "comment", "none": "status"}),
    "wagtailcore.PageSubscription": ("site", {"staff": "comment_notifications"}),
    "wagtailcore.UploadedFile": ("site", {"staff": "file"}),
    "wagtailadmin.FormState": ("site", {"staff": "data", "none": "object_id parent_object_id"}),
    "wagtailadmin.EditingSession": ("site", {"staff": "is_editing", "none": "object_id"}),
    "wagtailimages.Image": (
        "site",
        {
            "staff": "title file description",
            "none": "width height focal_point_x focal_point_y focal_point_width focal_point_height file_size file_hash",
        },
    ),
    "wagtailimages.Rendition": (
        "site",
        {"staff": "file", "none": "filter_spec width height focal_point_key"},
    ),
    "wagtaildocs.Document": ("site", {"staff": "title file", "none": "file_size file_hash"}),
    # Published pages and how the site is put together
    "wagtailcore.Page": (
        "site",
        {
            "none": "path depth numchild live has_unpublished_changes expired locked title draft_title slug url_path "
            "show_in_menus seo_title search_description"
        },
    ),
    "wagtailcore.PageViewRestriction": ("site", {"security": "password", "none": "restriction_type"}),
    "wagtailcore.CollectionViewRestriction": ("site", {"security": "password", "none": "restriction_type"}),
    "wagtailcore.Locale": ("site", {"none": "language_code"}),
    "wagtailcore.Site": ("site", {"none": "hostname port site_name is_default_site"}),
    "wagtailcore.Collection": ("site", {"none": "path depth numchild name"}),
    "wagtailcore.Workflow": ("site", {"none": "name active"}),
    "wagtailcore.WorkflowState": ("site", {"none": "object_id status"}),
    "wagtailcore.WorkflowTask": ("site", {"none": "sort_order"}),
    "wagtailcore.Task": ("site", {"none": "name active"}),
    "wagtailcore.ReferenceIndex": ("site", {"none": "object_id to_object_id model_path content_path"}),
    "wagtailredirects.Redirect": (
        "site",
        {"none": "old_path redirect_link redirect_page_route_path is_permanent automatically_created"},
    ),
    "wagtailsearch.IndexEntry": (
        "site",
        {"none": "object_id title_norm autocomplete title title_text body body_text"},
    ),
    "wagtailsearch.SQLiteFTSIndexEntry": ("site", {"none": "autocomplete title body"}),
    "taggit.Tag": ("site", {"none": "name slug"}),
    "taggit.TaggedItem": ("site", {"none": "object_id"}),
    "contenttypes.ContentType": ("running", {"none": "app_label model"}),
}
